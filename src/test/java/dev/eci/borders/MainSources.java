// SPDX-License-Identifier: Apache-2.0
package dev.eci.borders;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import dev.eci.harness.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The main classes of every module, as javac's parser reads them. Sources and not class files: the
 * test's class path lacks bench, which is built after it.
 */
final class MainSources {
  /** A class with what it extends and implements, by simple names and without type arguments. */
  record Type(
      Path file, String name, boolean isTopLevel, List<String> supertypes, boolean isInterface) {
    @Override
    public String toString() {
      return Project.ROOT.relativize(file) + ": " + name;
    }
  }

  /** A method that its class declares first: overrides follow the declaration they override. */
  record Method(Path file, String type, String name, String returns) {
    @Override
    public String toString() {
      return Project.ROOT.relativize(file) + ": " + type + "." + name;
    }
  }

  private static final MainSources ALL = parse();

  private final List<Type> types = new ArrayList<>();
  private final List<Method> methods = new ArrayList<>();

  private MainSources() {}

  static List<Type> types() {
    return ALL.types;
  }

  static List<Method> methods() {
    return ALL.methods;
  }

  private static MainSources parse() {
    MainSources sources = new MainSources();
    try (Stream<Path> files = SourceTree.files()) {
      List<Path> java = files.filter(MainSources::isMain).toList();
      var compiler = ToolProvider.getSystemJavaCompiler();
      try (var manager = compiler.getStandardFileManager(null, null, null)) {
        JavacTask task =
            (JavacTask)
                compiler.getTask(
                    null,
                    manager,
                    null,
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(java));
        for (CompilationUnitTree unit : task.parse()) {
          unit.accept(sources.new Scanner(Path.of(unit.getSourceFile().toUri())), null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static boolean isMain(Path file) {
    String path = Project.ROOT.relativize(file).toString();
    return path.endsWith(".java")
        && (path.contains("src/main/java/") || path.startsWith("src/test/harness/"))
        && Files.isRegularFile(file);
  }

  private final class Scanner extends TreeScanner<Void, Void> {
    private final Path file;
    private final Deque<ClassTree> enclosing = new ArrayDeque<>();

    Scanner(Path file) {
      this.file = file;
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
      List<String> supertypes = new ArrayList<>();
      if (type.getExtendsClause() != null) {
        supertypes.add(simpleName(type.getExtendsClause().toString()));
      }
      type.getImplementsClause().forEach(tree -> supertypes.add(simpleName(tree.toString())));
      if (!type.getSimpleName().isEmpty()) {
        types.add(
            new Type(
                file,
                type.getSimpleName().toString(),
                enclosing.isEmpty(),
                supertypes,
                type.getKind() == com.sun.source.tree.Tree.Kind.INTERFACE));
      }
      enclosing.push(type);
      super.visitClass(type, none);
      enclosing.pop();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      if (method.getReturnType() != null && !overrides) {
        methods.add(
            new Method(
                file,
                enclosing.element().getSimpleName().toString(),
                method.getName().toString(),
                method.getReturnType().toString()));
      }
      return super.visitMethod(method, none);
    }

    private static String simpleName(String type) {
      return type.replaceAll("<.*", "").replaceAll(".*\\.", "");
    }
  }
}
