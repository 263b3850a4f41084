# the engine's own Go client, as Docker's tools, Traefik, act and Dagger use it
mkdir $W/data; "$CLIENTS/go/client" $N eci-test/busybox:lab $W/data
