import sys
import docker

name, image = sys.argv[1], "eci-test/busybox:lab"
engine = docker.from_env()
print(engine.containers.run(image, ["-c", "echo out > /dev/stdout"], remove=True, user="1000:1000"))
made = engine.containers.run(image, entrypoint=["sleep", "60"], name=name, detach=True, volumes={"/srv/gallery/" + name: {"bind": "/data", "mode": "rw"}}, mem_limit="64m", init=True, tmpfs={"/scratch": "size=1m"})
print(made.exec_run(["sh", "-c", "id; touch /data/made; echo e > /dev/stderr"], user="1000:0", demux=True))
print(made.exec_run(["sh", "-c", "echo e > /dev/stderr"], demux=True, stdin=True))
made.stop(timeout=0)
print(made.wait()["StatusCode"], made.logs())
made.remove(v=True)
