// Command get is the HTTP client of the lab's images: `get URL [COUNT]` prints the body COUNT times, each over a new
// connection. busybox's wget will not do: Debian's static one crashes in getaddrinfo where there is no libnss.
//
// -unix PATH talks to a socket (the host in the URL is then only a name), -X METHOD and -d BODY send a request with a body,
// -i prints the status line first. A status of 400 or more prints the body and exits with 22, as curl -f does.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	unix := flag.String("unix", "", "path of a unix socket")
	method := flag.String("X", "GET", "method")
	body := flag.String("d", "", "body, sent as JSON")
	status := flag.Bool("i", false, "print the status line")
	timeout := flag.Duration("t", 5*time.Second, "limit for the whole request")
	flag.Parse()
	count := 1
	if flag.NArg() > 1 {
		count, _ = strconv.Atoi(flag.Arg(1))
	}
	transport := &http.Transport{DisableKeepAlives: true}
	if *unix != "" {
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", *unix)
		}
	}
	client := http.Client{Timeout: *timeout, Transport: transport}
	for range count {
		request, err := http.NewRequest(*method, flag.Arg(0), strings.NewReader(*body))
		fail(err)
		if *body != "" {
			request.Header.Set("Content-Type", "application/json")
		}
		answer, err := client.Do(request)
		fail(err)
		if *status {
			fmt.Println(answer.Proto, answer.Status)
		}
		_, err = io.Copy(os.Stdout, answer.Body)
		fail(err)
		if answer.StatusCode >= 400 {
			os.Exit(22)
		}
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
