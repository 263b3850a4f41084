/* kernel VERB: asks the kernel for something that concerns the whole node. Whatever succeeds changes nothing. */
#include "say.h"
#include <linux/bpf.h>
#include <sys/timex.h>

static long bpf_programs(void) { /* the programs of everybody; ENOENT: allowed, but there are none */
  union bpf_attr a;
  memset(&a, 0, sizeof a);
  long r = syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &a, sizeof a);
  return r < 0 && errno == ENOENT ? 0 : r;
}

static long clock_rate(void) { /* the clock's rate as it is, set again */
  struct timex t = {0};
  if (adjtimex(&t) < 0) return -1;
  t.modes = ADJ_TICK;
  return adjtimex(&t);
}

static long handle(const char *start, const char *file) { /* open_by_handle_at from the root of start's file system: "Shocker", 2014 */
  struct { struct file_handle h; unsigned char bytes[8]; } root;
  memset(&root, 0, sizeof root);
  root.h.handle_bytes = 8;
  root.h.handle_type = 1; /* FILEID_INO32_GEN; inode 2 is the root of an ext4, generation 0 */
  root.bytes[0] = 2;
  int base = open(start, O_RDONLY);
  if (base < 0) return -1;
  int dir = open_by_handle_at(base, &root.h, O_RDONLY | O_DIRECTORY);
  return dir < 0 ? -1 : openat(dir, file, O_RDONLY);
}

int main(int c, char **v) {
  const char *verb = c > 1 ? v[1] : "";
  if (!strcmp(verb, "init_module")) return say(syscall(SYS_init_module, "no module", 9, ""));
  if (!strcmp(verb, "finit_module")) return say(syscall(SYS_finit_module, open("/proc/self/exe", O_RDONLY), "", 0));
  if (!strcmp(verb, "bpf")) return say(bpf_programs());
  if (!strcmp(verb, "clock")) return say(clock_rate());
  if (!strcmp(verb, "kernel-log")) return say(syscall(SYS_syslog, 3 /* read all */, (char[64]){0}, 64));
  if (!strcmp(verb, "handle") && c == 4) return say(handle(v[2], v[3]));
  if (!strcmp(verb, "open") && c == 3) return say(open(v[2], O_WRONLY)); /* opens, writes nothing */
  return 2;
}
