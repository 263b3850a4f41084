// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/** {@code make unit} excludes tests by their tags, so every test of the whole system has one. */
class TagsTest {
  private static final Set<String> ENVIRONMENTS = Set.of("apiserver", "kind", "docker");

  @Test
  void tagsEachSystemTestWithItsEnvironment() {
    List<Class<?>> tests =
        new ClassFileImporter()
            .importPackages("dev.eci.system").stream()
                .filter(type -> type.isTopLevelClass() && type.getSimpleName().endsWith("Test"))
                .<Class<?>>map(JavaClass::reflect)
                .toList();

    assertThat(tests).hasSizeGreaterThan(30);
    assertThat(tests).filteredOn(test -> tags(test).noneMatch(ENVIRONMENTS::contains)).isEmpty();
    // these alone are not part of `make test`
    assertThat(tests)
        .filteredOn(test -> tags(test).anyMatch("matrix"::equals))
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder("DockerOnCrunTest", "OtherNodesTest");
    // these have more rows than `make test` runs
    assertThat(tests)
        .filteredOn(test -> tags(test).anyMatch("gallery"::equals))
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder("ChartGalleryTest", "ClientGalleryTest", "ImageGalleryTest");
  }

  private static Stream<String> tags(Class<?> test) {
    return AnnotationSupport.findRepeatableAnnotations(test, Tag.class).stream().map(Tag::value);
  }
}
