const { GenericContainer, Wait, Network } = require('testcontainers');
(async () => {
  const network = await new Network().start();
  const server = await new GenericContainer('eci-test/busybox:lab')
    .withEntrypoint(['sh', '-c']).withCommand(['httpd -f -p 8080 -h /w']).withUser('1000:1000')
    .withCopyContentToContainer([{ content: 'a page\n', target: '/w/index.html', mode: 0o644 }])
    .withNetwork(network).withNetworkAliases('server').withExposedPorts(8080).withTmpFs({ '/scratch': 'rw' })
    .withWaitStrategy(Wait.forHttp('/index.html', 8080)).start();
  const page = await fetch(`http://${server.getHost()}:${server.getMappedPort(8080)}/index.html`);
  console.log((await page.text()).trim());
  const ran = await server.exec(['sh', '-c', 'id; echo e > /dev/stderr; stat -c %u:%g /w/index.html']);
  console.log(ran.exitCode, ran.output.trim().split("\n").sort());
  const other = await new GenericContainer('eci-test/busybox:lab').withEntrypoint(['sh', '-c']).withCommand(['get http://server:8080/index.html; sleep 60']).withNetwork(network).withWaitStrategy(Wait.forLogMessage('a page')).start();
  console.log('waited');
  await other.stop(); await server.stop(); await network.stop();
})().then(() => process.exit(0), (e) => { console.log('failed', e.message); process.exit(1); });
