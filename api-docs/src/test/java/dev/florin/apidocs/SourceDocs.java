package dev.florin.apidocs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Javadoc of types, record components and enum constants, read from their sources. */
final class SourceDocs {

  private final Map<String, String> texts = new HashMap<>();

  private SourceDocs() {}

  static SourceDocs of(List<Path> sources) {
    SourceDocs docs = new SourceDocs();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> paths = sources.stream().flatMap(SourceDocs::javaFiles).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        docs.read(unit, trees);
      }
      return docs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the type is for. */
  @Nullable String ofType(Class<?> type) {
    return texts.get(type.getCanonicalName());
  }

  /** What a record's component means. */
  @Nullable String ofComponent(Class<?> type, String component) {
    return texts.get(type.getCanonicalName() + "#" + component);
  }

  /** What an enum's constant means. */
  @Nullable String ofConstant(Enum<?> constant) {
    return texts.get(constant.getDeclaringClass().getCanonicalName() + "#" + constant.name());
  }

  private static Stream<Path> javaFiles(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(CompilationUnitTree unit, DocTrees trees) {
    new TreePathScanner<@Nullable Void, String>() {
      @Override
      public @Nullable Void visitClass(ClassTree type, String outer) {
        String name = outer + "." + type.getSimpleName();
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment != null) {
          texts.put(name, text(comment.getFullBody()));
          for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree param) {
              texts.put(name + "#" + param.getName(), sentence(text(param.getDescription())));
            }
          }
        }
        return super.visitClass(type, name);
      }

      @Override
      public @Nullable Void visitVariable(VariableTree variable, String type) {
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment != null) {
          texts.putIfAbsent(type + "#" + variable.getName(), text(comment.getFullBody()));
        }
        return super.visitVariable(variable, type);
      }
    }.scan(unit, String.valueOf(unit.getPackageName()));
  }

  private static String text(List<? extends DocTree> parts) {
    String text = parts.stream().map(SourceDocs::text).collect(Collectors.joining());
    return Stream.of(text.split("\n\n", -1))
        .map(paragraph -> paragraph.replaceAll("\\s+", " ").strip())
        .filter(paragraph -> !paragraph.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private static String text(DocTree part) {
    return switch (part) {
      case TextTree text -> text.getBody();
      case LiteralTree literal when literal.getKind() == DocTree.Kind.CODE ->
          "`" + literal.getBody() + "`";
      case LiteralTree literal -> literal.getBody().toString();
      case LinkTree link when !link.getLabel().isEmpty() -> text(link.getLabel());
      case LinkTree link -> String.valueOf(link.getReference()).replaceFirst(".*[.#]", "");
      case StartElementTree element when element.getName().contentEquals("p") -> "\n\n";
      default -> "";
    };
  }

  /** Like the other descriptions: with a capital and a full stop. */
  private static String sentence(String text) {
    String capital =
        text.isEmpty() || text.startsWith("`")
            ? text
            : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return capital.isEmpty() || capital.endsWith(".") ? capital : capital + ".";
  }
}
