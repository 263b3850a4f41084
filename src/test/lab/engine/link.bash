# A veth pair from the host to the engine's network namespace. With it a test on the host reaches published ports and the
# clusters' API servers without nsenter, and pods reach a server in the test's JVM at HOST_ADDRESS.

link_answers() {
  [ -d /sys/class/net/$HOST_LINK ] && ip -4 -o addr show dev $HOST_LINK | grep -q "inet $HOST_ADDRESS/30" &&
    nsenter -t "$(engine_pid)" -n ip -4 -o addr show dev $ENGINE_LINK 2>/dev/null | grep -q "inet $ENGINE_ADDRESS/30"
}

link_up() {
  link_answers && return
  local pid; pid=$(engine_pid)
  link_down
  ! ip -4 route show match "$HOST_ADDRESS" | grep -v '^default' | grep -q . ||
    die "there is a route to $SUBNET.0 already: set ECI_LAB_SUBNET to three other numbers, like 10.232.0"
  ip link add $HOST_LINK type veth peer name $ENGINE_LINK netns "$pid"
  ip addr add "$HOST_ADDRESS/30" dev $HOST_LINK
  ip link set $HOST_LINK up
  nsenter -t "$pid" -n ip addr add "$ENGINE_ADDRESS/30" dev $ENGINE_LINK
  nsenter -t "$pid" -n ip link set $ENGINE_LINK up
}
link_down() { [ ! -d /sys/class/net/$HOST_LINK ] || ip link del $HOST_LINK; }
