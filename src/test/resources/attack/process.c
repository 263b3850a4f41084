/* process VERB PID: what one process may want from another that is none of its business. */
#include "say.h"
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

static long attach(pid_t pid) {
  long r = ptrace(PTRACE_SEIZE, pid, 0, 0);
  if (!r) { /* a tracer that ends lets a seized process go on */
    return 0;
  }
  return r;
}

static long memory(pid_t pid) { /* reads what is mapped lowest; EFAULT would mean: allowed, but nothing there */
  char byte;
  struct iovec mine = {&byte, 1}, other = {(void *)0x400000, 1};
  long r = process_vm_readv(pid, &mine, 1, &other, 1, 0);
  return r < 0 && errno == EFAULT ? 0 : r;
}

static long in_proc(pid_t pid, const char *name, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  return open(path, flags);
}

static long file(pid_t pid, const char *name) { /* a file by way of the other's root */
  char path[256];
  snprintf(path, sizeof path, "/proc/%d/root%s", pid, name);
  return open(path, O_RDONLY);
}

static long take_fd(pid_t pid, int fd) { /* a descriptor out of the other's table */
  int handle = syscall(SYS_pidfd_open, pid, 0);
  return handle < 0 ? -1 : syscall(SYS_pidfd_getfd, handle, fd, 0);
}

static long join(pid_t pid, const char *ns) {
  int fd = in_proc(pid, ns, O_RDONLY);
  return fd < 0 ? -1 : setns(fd, 0);
}

int main(int c, char **v) {
  if (c < 3) return 2;
  const char *verb = v[1];
  pid_t pid = atoi(v[2]);
  if (!strcmp(verb, "signal")) return say(kill(pid, c > 3 ? atoi(v[3]) : 0));
  if (!strcmp(verb, "ptrace")) return say(attach(pid));
  if (!strcmp(verb, "memory")) return say(memory(pid));
  if (!strcmp(verb, "environ")) return say(in_proc(pid, "environ", O_RDONLY));
  if (!strcmp(verb, "mem")) return say(in_proc(pid, "mem", O_RDWR));
  if (!strcmp(verb, "cwd")) return say(in_proc(pid, "cwd", O_RDONLY | O_DIRECTORY));
  if (!strcmp(verb, "root") && c == 4) return say(file(pid, v[3]));
  if (!strcmp(verb, "fd") && c == 4) return say(take_fd(pid, atoi(v[3])));
  if (!strcmp(verb, "join") && c == 4) return say(join(pid, v[3]));
  return 2;
}
