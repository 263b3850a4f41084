// SPDX-License-Identifier: Apache-2.0
// What of the kernel the caller reaches: "NAME ERRNO" for each system call, socket family and
// netlink protocol, with arguments that the kernel refuses or that change nothing. 0 is success.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int family(int number, int protocol) {
  static const int types[] = {SOCK_DGRAM, SOCK_STREAM, SOCK_SEQPACKET, SOCK_RAW};
  int error = 0;
  for (int i = 0; i < 4; i++) {
    int fd = socket(number, types[i], protocol);
    if (fd >= 0) {
      close(fd);
      return 0;
    }
    error = errno;
  }
  return error;
}

// An int of the kernel's: it ignores the upper half of the register.
static int wide_family(long number) {
  long fd = syscall(SYS_socket, (1L << 32) | number, (long) SOCK_DGRAM, 0L);
  if (fd >= 0) {
    close((int) fd);
    return 0;
  }
  return errno;
}

static void print(const char *name, int error) {
  printf("%s %d\n", name, error);
  fflush(stdout);
}

static void call(const char *name, long number, long a, long b, long c) {
  long result = syscall(number, a, b, c, 0L, 0L, 0L);
  print(name, result < 0 ? errno : 0);
}

static void in_child(const char *name, int (*run)(void)) {
  pid_t child = fork();
  if (child == 0) {
    _exit(run());
  }
  int status = 0;
  waitpid(child, &status, 0);
  print(name, WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status));
}

static int unshare_user(void) { return unshare(CLONE_NEWUSER) == 0 ? 0 : errno; }

static int clone_user(void) {
  long child = syscall(SYS_clone, (long) (CLONE_NEWUSER | SIGCHLD), 0L, 0L, 0L, 0L);
  if (child == 0) {
    _exit(0);
  }
  return child > 0 ? 0 : errno;
}

static void *nothing(void *argument) { return argument; }

static int thread(void) {
  pthread_t other;
  int error = pthread_create(&other, NULL, nothing, NULL);
  return error != 0 ? error : pthread_join(other, NULL);
}

#ifdef __x86_64__
// socketcall(SYS_SOCKET, {AF_ALG, SOCK_SEQPACKET, 0}) by the 32-bit entry
static int ia32_socket(void) {
  static uint32_t arguments[3] = {38, SOCK_SEQPACKET, 0};
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(102), "b"(1), "c"((uint32_t) (uintptr_t) arguments)
                   : "memory", "r8", "r9", "r10", "r11");
  return (int) result < 0 ? -(int) result : 0;
}
#endif

int main(void) {
  print("af_unix", family(1, 0));
  print("af_inet", family(2, 0));
  print("af_inet6", family(10, 0));
  print("netlink_route", family(16, 0));
  print("netlink_generic", family(16, 16));
  in_child("thread", thread);
  for (int number = 3; number < 46; number++) {
    if (number != 10 && number != 16) {
      char name[32];
      snprintf(name, sizeof name, "family_%d", number);
      print(name, family(number, 0));
    }
  }
  print("wide_38", wide_family(38));
  static const int protocols[] = {6, 8, 10, 11, 12, 18, 20, 21, 22};
  for (int i = 0; i < 9; i++) {
    char name[32];
    snprintf(name, sizeof name, "netlink_%d", protocols[i]);
    print(name, family(16, protocols[i]));
  }
  in_child("unshare_user", unshare_user);
  in_child("clone_user", clone_user);
  call("clone3", SYS_clone3, 0, 0, 0);
  call("io_uring_setup", SYS_io_uring_setup, 1, 0, 0);
  call("io_uring_enter", SYS_io_uring_enter, -1, 0, 0);
  call("io_uring_register", SYS_io_uring_register, -1, 9999, 0);
  call("bpf", SYS_bpf, 9999, 0, 0);
  call("perf_event_open", SYS_perf_event_open, 0, 0, -1);
  call("keyctl", SYS_keyctl, 9999, 0, 0);
  call("add_key", SYS_add_key, 0, 0, 0);
  call("request_key", SYS_request_key, 0, 0, 0);
  call("userfaultfd", SYS_userfaultfd, 1, 0, 0);
  call("quotactl_fd", SYS_quotactl_fd, -1, 0, 0);
  call("open_by_handle_at", SYS_open_by_handle_at, -1, 0, 0);
#ifdef __x86_64__
  in_child("ia32", ia32_socket);
#endif
  return 0;
}
