// Command load puts load on a Docker socket, or on a TLS port, and prints its measurements as one line of JSON. It writes and reads
// HTTP itself: net/http would take as much processor time as the engine.
//
//	load requests -socket S -connections N -seconds T -request FILE    the same request repeatedly
//	load requests -remove ...                                          the same; deletes the container of each response outside of the measured time
//	load requests -tls HOST:PORT -certificate FILE -key FILE ...       the same to a port, with a client certificate
//	load certificate -certificate FILE -key FILE                       creates a self-signed pair for a server on 127.0.0.1
//	load instant -tls HOST:PORT -certificate FILE -key FILE            serves reviews, and responds to each at once with the same patch
//	load attach -socket S -image I -bytes N                            a container's output
//	load build -socket S -bytes N                                      a build context
//	load idle -socket S -connections N -seconds T                      open connections after one response each
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	flags       = flag.NewFlagSet("load", flag.ExitOnError)
	socket      = flags.String("socket", "/var/run/docker.sock", "path of the socket")
	connections = flags.Int("connections", 1, "at a time")
	seconds     = flags.Float64("seconds", 2, "how long")
	request     = flags.String("request", "", "a file with the request, byte by byte")
	remove      = flags.Bool("remove", false, "delete the container that each answer names")
	image       = flags.String("image", "", "to run")
	size        = flags.Int64("bytes", 1<<28, "of the stream")
	port        = flags.String("tls", "", "host and port instead of a socket; the server certificate is not verified")
	certificate = flags.String("certificate", "", "PEM")
	key         = flags.String("key", "", "PEM")
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("load requests|attach|build|idle|certificate|instant"))
	}
	fail(flags.Parse(os.Args[2:]))
	var seen any
	switch os.Args[1] {
	case "requests":
		seen = requests()
	case "attach":
		seen = attach()
	case "build":
		seen = build()
	case "idle":
		seen = idle()
	case "certificate":
		seen = newCertificate()
	case "instant":
		seen = instant()
	default:
		fail(fmt.Errorf("no %s", os.Args[1]))
	}
	fail(json.NewEncoder(os.Stdout).Encode(seen))
}

type rate struct {
	Count     int     `json:"count"`
	PerSecond float64 `json:"perSecond"`
	P50       float64 `json:"p50"` // microseconds
	P99       float64 `json:"p99"`
	Status    int     `json:"status"` // of the first response
	Good      int     `json:"good"`   // responses without an error
}

func requests() rate {
	text, err := os.ReadFile(*request)
	fail(err)
	var all []time.Duration
	var statuses []int
	var lock sync.Mutex
	var group sync.WaitGroup
	ready := make(chan struct{})
	var end time.Time
	for range *connections {
		connection := dial()
		reader := bufio.NewReaderSize(connection, 32<<10)
		group.Add(1)
		go func() {
			defer group.Done()
			defer connection.Close()
			mine := make([]time.Duration, 0, 1<<14)
			seen := make([]int, 0, 1<<14)
			<-ready
			for begin := time.Now(); begin.Before(end); {
				_, err := connection.Write(text)
				fail(err)
				var body []byte
				seen = append(seen, head(reader, &body))
				now := time.Now()
				mine = append(mine, now.Sub(begin))
				if *remove {
					removeCreated(connection, reader, body)
					now = time.Now()
				}
				begin = now
			}
			lock.Lock()
			all = append(all, mine...)
			statuses = append(statuses, seen...)
			lock.Unlock()
		}()
	}
	begin := time.Now()
	end = begin.Add(time.Duration(*seconds * float64(time.Second)))
	close(ready)
	group.Wait()
	spent := time.Since(begin)
	slices.Sort(all)
	micros := func(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
	good := 0
	for _, status := range statuses {
		if status < 400 {
			good++
		}
	}
	return rate{len(all), float64(len(all)) / spent.Seconds(), micros(all[len(all)/2]), micros(all[len(all)*99/100]), statuses[0], good}
}

// removeCreated deletes, on the same connection, the container that a create response names.
func removeCreated(connection net.Conn, reader *bufio.Reader, body []byte) {
	var created struct{ Id string }
	fail(json.Unmarshal(body, &created))
	_, err := fmt.Fprintf(connection, "DELETE /v1.44/containers/%s HTTP/1.1\r\nHost: d\r\n\r\n", created.Id)
	fail(err)
	if status := answer(reader); status != 204 {
		fail(fmt.Errorf("delete %s: %d", created.Id, status))
	}
}

type stream struct {
	MiBPerSecond float64 `json:"mibPerSecond"`
	Bytes        int64   `json:"bytes"`
}

func speed(bytes int64, begin time.Time) stream {
	return stream{float64(bytes) / (1 << 20) / time.Since(begin).Seconds(), bytes}
}

func attach() stream {
	id := create(fmt.Sprintf(`{"Image":%q,"Entrypoint":["head","-c","%d","/dev/zero"],"AttachStdout":true,"Tty":true,`+
		`"HostConfig":{"LogConfig":{"Type":"none"}}}`, *image, *size))
	defer ask("DELETE", "/containers/"+id+"?force=1", "")
	connection := dial()
	defer connection.Close()
	fmt.Fprintf(connection, "POST /v1.44/containers/%s/attach?stream=1&stdout=1 HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n", id)
	reader := bufio.NewReaderSize(connection, 1<<16)
	if status := head(reader, nil); status != 101 {
		fail(fmt.Errorf("attach: %d", status))
	}
	ask("POST", "/containers/"+id+"/start", "")
	begin := time.Now()
	count, err := io.Copy(io.Discard, reader)
	fail(err)
	if count != *size {
		fail(fmt.Errorf("%d bytes of %d", count, *size))
	}
	return speed(count, begin)
}

// The context is a tar of one file that the Dockerfile does not use.
func build() stream {
	connection := dial()
	defer connection.Close()
	dockerfile := "FROM scratch\nLABEL eci-bench=context\n"
	writer := bufio.NewWriterSize(connection, 1<<16)
	fmt.Fprint(writer, "POST /v1.44/build?version=1&q=1&rm=1&nocache=1 HTTP/1.1\r\nHost: d\r\nContent-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n")
	begin := time.Now()
	chunk(writer, append(entry("Dockerfile", int64(len(dockerfile))), pad([]byte(dockerfile))...))
	chunk(writer, entry("data", *size))
	block := make([]byte, 1<<16)
	for left := *size; left > 0; left -= int64(len(block)) {
		chunk(writer, block)
	}
	chunk(writer, make([]byte, 1024))
	fmt.Fprint(writer, "0\r\n\r\n")
	fail(writer.Flush())
	if status := answer(bufio.NewReader(connection)); status != 200 {
		fail(fmt.Errorf("build: %d", status))
	}
	return speed(*size, begin)
}

func chunk(to io.Writer, bytes []byte) {
	fmt.Fprintf(to, "%x\r\n", len(bytes))
	_, err := to.Write(bytes)
	fail(err)
	fmt.Fprint(to, "\r\n")
}

func entry(name string, size int64) []byte {
	header := make([]byte, 512)
	copy(header, name)
	copy(header[100:], "0000644\x000000000\x000000000\x00")
	copy(header[124:], fmt.Sprintf("%011o\x00%011o\x00        0", size, 0))
	copy(header[257:], "ustar\x0000")
	sum := 0
	for _, b := range header {
		sum += int(b)
	}
	copy(header[148:], fmt.Sprintf("%06o\x00 ", sum))
	return header
}

func pad(bytes []byte) []byte { return append(bytes, make([]byte, (512-len(bytes)%512)%512)...) }

func idle() map[string]int {
	for range *connections {
		connection := dial()
		fmt.Fprint(connection, "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n")
		if status := answer(bufio.NewReader(connection)); status != 200 {
			fail(fmt.Errorf("ping: %d", status))
		}
	}
	fmt.Println("open")
	time.Sleep(time.Duration(*seconds * float64(time.Second)))
	return map[string]int{"connections": *connections}
}

func create(body string) string {
	var created struct{ Id string }
	fail(json.Unmarshal(ask("POST", "/containers/create", body), &created))
	return created.Id
}

func ask(method, path, body string) []byte {
	connection := dial()
	defer connection.Close()
	fmt.Fprintf(connection, "%s /v1.44%s HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", method, path, len(body), body)
	var answered []byte
	status := head(bufio.NewReader(connection), &answered)
	if status >= 400 {
		fail(fmt.Errorf("%s %s: %d %s", method, path, status, answered))
	}
	return answered
}

func answer(reader *bufio.Reader) int {
	var body []byte
	return head(reader, &body)
}

// head reads the head of a response, and its body on request.
func head(reader *bufio.Reader, body *[]byte) int {
	line := readLine(reader)
	status, err := strconv.Atoi(line[9:12])
	fail(err)
	length, chunked := 0, false
	for line = readLine(reader); line != ""; line = readLine(reader) {
		name, value, _ := strings.Cut(line, ":")
		switch strings.ToLower(name) {
		case "content-length":
			length, err = strconv.Atoi(strings.TrimSpace(value))
			fail(err)
		case "transfer-encoding":
			chunked = true
		}
	}
	if body == nil {
		return status
	}
	if !chunked {
		*body = take(reader, length)
		return status
	}
	for {
		size, err := strconv.ParseInt(readLine(reader), 16, 32)
		fail(err)
		*body = append(*body, take(reader, int(size))...)
		readLine(reader)
		if size == 0 {
			return status
		}
	}
}

func take(reader *bufio.Reader, count int) []byte {
	taken := make([]byte, count)
	_, err := io.ReadFull(reader, taken)
	fail(err)
	return taken
}

func readLine(reader *bufio.Reader) string {
	line, err := reader.ReadString('\n')
	fail(err)
	return strings.TrimRight(line, "\r\n")
}

func dial() net.Conn {
	if *port != "" {
		return dialPort()
	}
	connection, err := net.Dial("unix", *socket)
	fail(err)
	return connection
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}
