import sys

import urllib.request

from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network
from testcontainers.core.wait_strategies import HttpWaitStrategy, LogMessageWaitStrategy

image = sys.argv[1]
with Network() as network:
    server = (
        DockerContainer(image, entrypoint=["sh", "-c"], user="1000:1000")
        .with_tmpfs_mount("/scratch")
        .with_command(["mkdir /tmp/w; echo a page > /tmp/w/index.html; exec httpd -f -p 8080 -h /tmp/w"])
        .with_exposed_ports(8080)
        .with_network(network)
        .with_network_aliases("server")
        .waiting_for(HttpWaitStrategy(8080, "/index.html"))
    )
    with server:
        address = f"http://{server.get_container_host_ip()}:{server.get_exposed_port(8080)}/index.html"
        print(urllib.request.urlopen(address).read())
        print(server.exec(["sh", "-c", "id; stat -c %u:%g /tmp/w/index.html; exit 3"]))
        other = (
            DockerContainer(image, entrypoint=["sh", "-c"])
            .with_command(["get http://server:8080/index.html; exec sleep 60"])
            .with_network(network)
            .waiting_for(LogMessageWaitStrategy("a page"))
        )
        with other:
            print("waited", other.get_logs())
