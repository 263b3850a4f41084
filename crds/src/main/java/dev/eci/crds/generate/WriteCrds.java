package dev.eci.crds.generate;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes one YAML file per custom resource into the directory given as the only argument. */
public final class WriteCrds {
  private WriteCrds() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    new CRDGenerator()
        .customResourceClasses(EciPolicy.class, EciNode.class)
        .inOutputDir(directory.toFile())
        .generate();
  }
}
