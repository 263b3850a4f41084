/* leaked VERB FD [PATH]: what a process does with a descriptor of the node that it was left with. */
#include "say.h"
#include <sys/stat.h>

static const char TEXT[] = "attacked\n";

static long put(int fd) { return fd < 0 ? -1 : write(fd, TEXT, sizeof TEXT - 1); }

int main(int c, char **v) {
  if (c < 3) return 2;
  int fd = atoi(v[2]);
  char self[64];
  snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
  if (!strcmp(v[1], "overwrite")) return say(put(open(self, O_WRONLY | O_TRUNC)));
  if (!strcmp(v[1], "chmod")) return say(chmod(self, 0777));
  if (c < 4) return 2;
  if (!strcmp(v[1], "write")) return say(put(openat(fd, v[3], O_WRONLY | O_CREAT | O_TRUNC, 0600)));
  if (!strcmp(v[1], "read")) return say(openat(fd, v[3], O_RDONLY));
  if (!strcmp(v[1], "enter")) return say(fchdir(fd) ? -1 : open(v[3], O_RDONLY)); /* as a working directory */
  if (!strcmp(v[1], "unlink")) return say(unlinkat(fd, v[3], 0));
  return 2;
}
