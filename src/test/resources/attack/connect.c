/* connect PATH: to a unix socket. */
#include "say.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(int c, char **v) {
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  if (c != 2 || strlen(v[1]) >= sizeof a.sun_path) return 2;
  strcpy(a.sun_path, v[1]);
  return say(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&a, sizeof a));
}
