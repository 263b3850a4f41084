/* nft: adds a table to the packet filter of the network namespace it is in, over netlink, as `nft add table ip own` does. */
#include "say.h"
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

static char buffer[512];
static size_t used;

static struct nlmsghdr *message(int type, int flags, int family, int resource) {
  struct nlmsghdr *m = (struct nlmsghdr *)(buffer + used);
  struct nfgenmsg *g = NLMSG_DATA(m);
  m->nlmsg_type = type;
  m->nlmsg_flags = NLM_F_REQUEST | flags;
  m->nlmsg_seq = 1;
  m->nlmsg_len = NLMSG_LENGTH(sizeof *g);
  g->nfgen_family = family;
  g->res_id = __builtin_bswap16(resource);
  used += m->nlmsg_len;
  return m;
}

int main(void) {
  int s = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  if (s < 0) return say(-1);
  message(NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  struct nlmsghdr *table = message(NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWTABLE, NLM_F_CREATE | NLM_F_ACK, 2 /* ip */, 0);
  struct nlattr *name = (struct nlattr *)(buffer + used);
  name->nla_type = NFTA_TABLE_NAME;
  name->nla_len = NLA_HDRLEN + 4;
  memcpy((char *)name + NLA_HDRLEN, "own", 4);
  table->nlmsg_len += NLA_ALIGN(name->nla_len);
  used += NLA_ALIGN(name->nla_len);
  message(NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  if (send(s, buffer, used, 0) < 0) return say(-1);
  char answer[512];
  if (recv(s, answer, sizeof answer, 0) < 0) return say(-1);
  struct nlmsgerr *e = NLMSG_DATA((struct nlmsghdr *)answer);
  errno = -e->error;
  return say(e->error ? -1 : 0);
}
