// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The parts of one caller's connection depend on each other in one direction only. */
@AnalyzeClasses(packages = "dev.eci.socketproxy.http", importOptions = DoNotIncludeTests.class)
class ConnectionArchitectureTest {
  @ArchTest
  static final ArchRule stateCallsNoPart =
      noClasses()
          .that()
          .belongToAnyOf(
              ConnectionContext.class, Exchange.class, RequestBody.class, UpstreamConnection.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              DownstreamConnection.class,
              DownstreamHandler.class,
              ProtocolSwitcher.class,
              RequestEvaluator.class,
              ResponseRelay.class,
              UpstreamForwarder.class);

  @ArchTest
  static final ArchRule partsDoNotKnowTheOwner =
      noClasses()
          .that()
          .doNotBelongToAnyOf(DownstreamHandler.class, SocketProxy.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(DownstreamHandler.class);

  @ArchTest
  static final ArchRule partsDoNotReachEachOther =
      slices()
          .assignedFrom(
              new EachClass(type ->
                  Stream.of(
                          ProtocolSwitcher.class,
                          RequestEvaluator.class,
                          ResponseRelay.class,
                          UpstreamForwarder.class)
                      .anyMatch(part -> belongsTo(type, part))))
          .should()
          .notDependOnEachOther()
          .because("the owner carries results from one part to the next");

  /** The two listeners are exempt: the settings of one are nested in the other. */
  @ArchTest
  static final ArchRule classesHaveNoCycles =
      slices()
          .assignedFrom(
              new EachClass(type ->
                  !belongsTo(type, SocketProxy.class) && !belongsTo(type, PathListenSocket.class)))
          .should()
          .beFreeOfCycles();

  private static boolean belongsTo(JavaClass type, Class<?> topLevel) {
    return EachClass.topLevel(type).equals(topLevel.getName());
  }

  /** A slice for each of the matching classes, together with its nested ones. */
  private record EachClass(Predicate<JavaClass> included) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().equals(ConnectionContext.class.getPackageName())
              && included.test(type)
          ? SliceIdentifier.of(topLevel(type))
          : SliceIdentifier.ignore();
    }

    static String topLevel(JavaClass type) {
      return type.getName().replaceFirst("\\$.*", "");
    }

    @Override
    public String getDescription() {
      return "each class of a connection";
    }
  }
}
