/* swap A B MILLISECONDS: exchanges two names again and again, so that two reads of the path see two files. */
#include "say.h"
#include <time.h>
#include <sys/stat.h>

int main(int c, char **v) {
  if (c != 4) return 2;
  time_t end = time(0) + atol(v[3]) / 1000;
  while (time(0) < end) {
    if (renameat2(AT_FDCWD, v[1], AT_FDCWD, v[2], RENAME_EXCHANGE)) return say(-1);
  }
  return say(0);
}
