package dev.eci.agent.install;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** What installed.json will say, from the plan and from what an earlier installation left. */
record RecordMaker(HostRoot root, Installer.Settings settings) {
  Installed make(Plan plan, MainFile main, Optional<Installed> earlier) throws IOException {
    Optional<Installed> same = earlier.filter(e -> e.dropIn().equals(plan.dropIn()));
    String missing = DropInStep.missingAbove(root, plan.dropIn());
    return new Installed(
        settings.version(),
        plan.engine(),
        Sha256.of(Files.readAllBytes(settings.launcher())),
        plan.dropIn(),
        Sha256.of(Bytes.of(plan.dropInText())),
        missing != null ? missing : same.map(Installed::createdDirectory).orElse(null),
        plan.mainText().isPresent()
            ? main.text().map(text -> Sha256.of(Bytes.of(text))).orElse(null)
            : null,
        same.map(Installed::loaded).orElse(null),
        earlier.map(Installed::rejected).orElse(null),
        earlier.map(Installed::rejectedBecause).orElse(null));
  }
}
