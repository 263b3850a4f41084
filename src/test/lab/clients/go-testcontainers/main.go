// What a Go project's tests do with Testcontainers: its cleaner first, then a server that is waited for, exec, copied
// files, a network. Argument: the workload's image.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/exec"
	"github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"
)

func main() {
	// its own lines have times and ids
	log.SetOutput(io.Discard)
	ctx, image := context.Background(), os.Args[1]
	net, err := network.New(ctx)
	check(err)
	server, err := testcontainers.Run(ctx, image,
		testcontainers.WithEntrypoint("sh", "-c"), testcontainers.WithCmd("httpd -f -p 8080 -h /w"),
		testcontainers.WithFiles(testcontainers.ContainerFile{
			Reader: strings.NewReader("a page\n"), ContainerFilePath: "/w/index.html", FileMode: 0o644}),
		testcontainers.WithConfigModifier(func(c *container.Config) { c.User = "1000:1000" }),
		testcontainers.WithTmpfs(map[string]string{"/scratch": "rw"}), testcontainers.WithExposedPorts("8080/tcp"),
		network.WithNetwork([]string{"server"}, net),
		testcontainers.WithWaitStrategy(wait.ForHTTP("/index.html").WithPort("8080/tcp")))
	check(err)
	address, err := server.PortEndpoint(ctx, "8080/tcp", "http")
	check(err)
	answer, err := http.Get(address + "/index.html")
	check(err)
	show(answer.Body)
	exit, output, err := server.Exec(ctx, []string{"sh", "-c", "id; stat -c %u:%g /w/index.html; exit 3"}, exec.Multiplexed())
	check(err)
	fmt.Println("exit", exit)
	show(output)
	other, err := testcontainers.Run(ctx, image,
		testcontainers.WithEntrypoint("sh", "-c"), testcontainers.WithCmd("get http://server:8080/index.html; sleep 60"),
		network.WithNetwork(nil, net), testcontainers.WithWaitStrategy(wait.ForLog("a page")))
	check(err)
	fmt.Println("waited")
	check(other.Terminate(ctx))
	check(server.Terminate(ctx))
	check(net.Remove(ctx))
}

func show(stream io.Reader) {
	text, err := io.ReadAll(stream)
	check(err)
	fmt.Println(strings.TrimSpace(string(text)))
}

func check(err error) {
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}
