/* identity: as whom it runs; installed with the setuid bit it says whose rights it gives away. */
#include "say.h"

int main(void) {
  printf("%d\n", geteuid());
  return 0;
}
