package dev.eci.crds.generate;

import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes one YAML file per custom resource into the directory given as the only argument. */
public final class CrdGenerator {
  private static final String NOTE =
      "# Written by the build from crds/src/main/java (dev.eci.crds.generate.WriteCrds). Do not edit.\n";

  private CrdGenerator() {}

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Path raw = Files.createTempDirectory("crds");
    // a policy without a spec says nothing; a node's spec has its defaults
    write(EciPolicy.class, List.of("spec"), raw, directory);
    write(EciNode.class, List.of(), raw, directory);
    write(EciImage.class, List.of("spec"), raw, directory);
  }

  private static void write(
      Class<? extends HasMetadata> type, List<String> required, Path raw, Path directory)
      throws IOException {
    new CRDGenerator().customResourceClasses(type).inOutputDir(raw.toFile()).generate();
    String name = HasMetadata.getFullResourceName(type);
    CustomResourceDefinition crd =
        Serialization.unmarshal(
            Files.readString(raw.resolve(name + "-v1.yml")), CustomResourceDefinition.class);
    for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
      order(version.getAdditionalPrinterColumns(), columnNames(type));
      version.getSchema().getOpenAPIV3Schema().setRequired(required);
      SchemaDescriptions.complete(version.getSchema().getOpenAPIV3Schema());
    }
    Files.writeString(directory.resolve(name + ".yaml"), NOTE + Serialization.asYaml(crd));
  }

  /** The generator sorts columns by name; people should see them as they are declared. */
  private static void order(List<CustomResourceColumnDefinition> columns, List<String> names) {
    columns.sort(Comparator.comparingInt(column -> names.indexOf(column.getName())));
  }

  private static List<String> columnNames(Class<?> type) {
    return Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }
}
