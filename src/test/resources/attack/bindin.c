/* bindin PID SOURCE TARGET, run on the node by a test: mounts the node's SOURCE at TARGET in the mount namespace of PID. This is
 * what a runtime that was tricked about a mount's source or target would have done. */
#include "say.h"
#include <linux/mount.h>
#include <sched.h>

int main(int c, char **v) {
  if (c != 4) return 2;
  int tree = syscall(SYS_open_tree, AT_FDCWD, v[2], OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (tree < 0) return say(-1);
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/ns/mnt", v[1]);
  int ns = open(path, O_RDONLY | O_CLOEXEC);
  if (ns < 0 || setns(ns, CLONE_NEWNS)) return say(-1);
  return say(syscall(SYS_move_mount, tree, "", AT_FDCWD, v[3], MOVE_MOUNT_F_EMPTY_PATH));
}
