// Command client does with the engine's own Go client what programs that use it do: create, start, attach, exec, copy,
// logs, wait, events. It prints what it saw.
package main

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
	"github.com/docker/docker/client"
	"github.com/docker/docker/pkg/stdcopy"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

var (
	ctx    = context.Background()
	engine *client.Client
)

func main() {
	log.SetFlags(0)
	name, image, data := os.Args[1], os.Args[2], os.Args[3]
	var err error
	engine, err = client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	check(err)

	_, err = engine.VolumeCreate(ctx, volume.CreateOptions{Name: name, Labels: map[string]string{"gallery": name}})
	check(err)
	yes := true
	made, err := engine.ContainerCreate(ctx,
		&container.Config{
			Image: image, Entrypoint: []string{"sh", "-c"}, Cmd: []string{"echo out; echo err >&2; cat /dev/stdin; exit 3"},
			User: "1000:1000", OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true,
			Labels: map[string]string{"gallery": name},
		},
		&container.HostConfig{
			Init:      &yes,
			Mounts:    []mount.Mount{{Type: mount.TypeVolume, Source: name, Target: "/v"}, {Type: mount.TypeBind, Source: data, Target: "/data"}},
			Resources: container.Resources{Memory: 64 << 20},
		},
		&network.NetworkingConfig{}, &v1.Platform{OS: "linux"}, name)
	check(err)

	attached, err := engine.ContainerAttach(ctx, made.ID, container.AttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	check(err)
	check(engine.ContainerStart(ctx, made.ID, container.StartOptions{}))
	_, err = io.WriteString(attached.Conn, "in\n")
	check(err)
	check(attached.CloseWrite())
	show("attached", attached.Reader)
	done, failed := engine.ContainerWait(ctx, made.ID, container.WaitConditionNotRunning)
	select {
	case end := <-done:
		fmt.Println("exit", end.StatusCode)
	case err := <-failed:
		check(err)
	}
	logs, err := engine.ContainerLogs(ctx, made.ID, container.LogsOptions{ShowStdout: true, ShowStderr: true})
	check(err)
	show("logs", logs)
	check(engine.ContainerRemove(ctx, made.ID, container.RemoveOptions{}))

	running, err := engine.ContainerCreate(ctx, &container.Config{Image: image, Entrypoint: []string{"sleep", "60"}}, nil, nil, nil, name+"-2")
	check(err)
	check(engine.ContainerStart(ctx, running.ID, container.StartOptions{}))
	check(engine.CopyToContainer(ctx, running.ID, "/tmp", archive("f", "copied"), container.CopyToContainerOptions{}))
	run, err := engine.ContainerExecCreate(ctx, running.ID, container.ExecOptions{Cmd: []string{"sh", "-c", "cat /tmp/f; stat -c %u:%g /tmp/f; echo e > /dev/stderr"}, AttachStdout: true, AttachStderr: true})
	check(err)
	shown, err := engine.ContainerExecAttach(ctx, run.ID, container.ExecAttachOptions{})
	check(err)
	show("exec", shown.Reader)
	ended, err := engine.ContainerExecInspect(ctx, run.ID)
	check(err)
	fmt.Println("exit", ended.ExitCode)
	found, err := engine.ContainerList(ctx, container.ListOptions{Filters: filters.NewArgs(filters.Arg("name", name))})
	check(err)
	fmt.Println("running", len(found))
	check(engine.ContainerRemove(ctx, running.ID, container.RemoveOptions{Force: true, RemoveVolumes: true}))
	check(engine.VolumeRemove(ctx, name, true))
}

func show(title string, stream io.Reader) {
	var out, err bytes.Buffer
	_, e := stdcopy.StdCopy(&out, &err, stream)
	check(e)
	fmt.Printf("%s: %q %q\n", title, out.String(), err.String())
}

func archive(name, content string) io.Reader {
	var buffer bytes.Buffer
	files := tar.NewWriter(&buffer)
	check(files.WriteHeader(&tar.Header{Name: name, Mode: 0o640, Uid: 1000, Gid: 1000, Size: int64(len(content))}))
	_, err := io.Copy(files, strings.NewReader(content))
	check(err)
	check(files.Close())
	return &buffer
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
