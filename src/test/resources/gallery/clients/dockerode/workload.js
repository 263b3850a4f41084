const Docker = require('dockerode');
const { PassThrough } = require('stream');
const docker = new Docker({ socketPath: '/run/docker.sock' });
const name = process.argv[2];
const image = 'eci-test/busybox:lab';
const text = (stream) => new Promise((resolve, reject) => {
  const out = new PassThrough(), err = new PassThrough(); let o = '', e = '';
  out.on('data', (d) => (o += d)); err.on('data', (d) => (e += d));
  docker.modem.demuxStream(stream, out, err);
  stream.on('end', () => resolve([o, e])); stream.on('error', reject);
});
(async () => {
  const network = await docker.createNetwork({ name, Labels: { gallery: name } });
  const c = await docker.createContainer({ Image: image, name, Entrypoint: ['sleep', '60'], Tty: false, HostConfig: { NetworkMode: name, Binds: [`/srv/gallery/${name}:/data`] }, platform: 'linux/amd64' });
  await c.start();
  const exec = await c.exec({ Cmd: ['sh', '-c', 'echo out; echo err > /dev/stderr; id -u; ls /data/row/probe.sh'], AttachStdout: true, AttachStderr: true });
  console.log(await text(await exec.start({ hijack: true, stdin: false })));
  console.log((await exec.inspect()).ExitCode, (await c.inspect()).State.Status);
  await c.remove({ force: true, v: true });
  const [result] = await docker.run(image, ['-c', 'echo run > /dev/stdout'], new PassThrough().resume(), { HostConfig: { AutoRemove: true } });
  console.log(result.StatusCode);
  await network.remove();
  console.log((await docker.listContainers({ all: true, filters: { name: [name] } })).length);
})().catch((e) => { console.log('failed', e.statusCode, e.message); process.exitCode = 1; });
