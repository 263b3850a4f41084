// Command cleaner speaks Ryuk's protocol, so that Testcontainers has its cleaner where no registry answers: over TCP 8080
// a client sends lines of filters, `label=a%3Db&label=…`, each answered with ACK. When the last client has been away for
// ten seconds, everything that matched one of the lines is removed over the engine's socket, and the cleaner ends.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"
)

// the client may come back after a hiccup
const patience = 10 * time.Second

var engine = &http.Client{Transport: &http.Transport{
	DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", "/var/run/docker.sock")
	},
}}

type cleaner struct {
	lock    sync.Mutex
	filters map[string]bool
	clients int
	changed chan struct{}
}

func main() {
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	if _, err := ask("GET", "/_ping"); err != nil {
		log.Fatalf("no engine: %v", err)
	}
	listener, err := net.Listen("tcp", ":8080")
	if err != nil {
		log.Fatal(err)
	}
	c := &cleaner{filters: map[string]bool{}, changed: make(chan struct{}, 1)}
	// Testcontainers waits for this word
	log.Println("Started")
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go c.serve(client)
		}
	}()
	c.awaitEnd()
	c.clean()
}

func (c *cleaner) serve(client net.Conn) {
	c.count(1)
	defer c.count(-1)
	defer client.Close()
	lines := bufio.NewScanner(client)
	for lines.Scan() {
		c.lock.Lock()
		c.filters[lines.Text()] = true
		c.lock.Unlock()
		fmt.Fprint(client, "ACK\n")
	}
}

func (c *cleaner) count(n int) {
	c.lock.Lock()
	c.clients += n
	c.lock.Unlock()
	select {
	case c.changed <- struct{}{}:
	default:
	}
}

func (c *cleaner) awaitEnd() {
	for {
		c.lock.Lock()
		idle := c.clients == 0
		c.lock.Unlock()
		if !idle {
			<-c.changed
			continue
		}
		select {
		case <-c.changed:
		case <-time.After(patience):
			return
		}
	}
}

func (c *cleaner) clean() {
	for line := range c.filters {
		words, err := url.ParseQuery(line)
		if err != nil || len(words) == 0 {
			log.Printf("not a filter: %q", line)
			continue
		}
		filter, _ := json.Marshal(map[string][]string(words))
		query := "filters=" + url.QueryEscape(string(filter))
		remove("/containers/json?all=1&"+query, "Id", "/containers/%s?force=1&v=1")
		remove("/networks?"+query, "Id", "/networks/%s")
		remove("/volumes?"+query, "Name", "/volumes/%s?force=1")
		remove("/images/json?"+query, "Id", "/images/%s?force=1")
	}
}

func remove(list, key, path string) {
	answer, err := ask("GET", list)
	if err != nil {
		log.Print(err)
		return
	}
	var found []map[string]any
	if err := json.Unmarshal(answer, &found); err != nil {
		var volumes struct{ Volumes []map[string]any }
		if err := json.Unmarshal(answer, &volumes); err != nil {
			log.Print(err)
			return
		}
		found = volumes.Volumes
	}
	for _, one := range found {
		if _, err := ask("DELETE", fmt.Sprintf(path, url.PathEscape(fmt.Sprint(one[key])))); err != nil {
			log.Print(err)
		} else {
			log.Printf("removed %s", one[key])
		}
	}
}

func ask(method, path string) ([]byte, error) {
	request, err := http.NewRequest(method, "http://engine/v1.44"+path, nil)
	if err != nil {
		return nil, err
	}
	answer, err := engine.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 400 {
		err = fmt.Errorf("%s %s: %s %s", method, path, answer.Status, body)
	}
	return body, err
}
