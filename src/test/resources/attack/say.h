/* What an attack prints: "ok", or the name of the error with which the kernel refused it. Exit 0 or 1 likewise. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int say(long result) {
  if (result < 0) {
    puts(strerrorname_np(errno));
    return 1;
  }
  puts("ok");
  return 0;
}
