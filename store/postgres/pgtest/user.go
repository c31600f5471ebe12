//go:build unix

package pgtest

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// serverUser is the user that PostgreSQL runs as where we are root.
func serverUser() (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// asServerUser lets a command run as that user.
func asServerUser(c *exec.Cmd) {
	if os.Geteuid() != 0 {
		return
	}
	if who, err := serverUser(); err == nil {
		c.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	}
}

// give makes a folder that user's.
func give(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	who, err := serverUser()
	if err != nil {
		return err
	}
	return os.Chown(dir, int(who.Uid), int(who.Gid))
}
