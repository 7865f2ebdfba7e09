package org.plumbline.mechanism.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.mechanism.payment.Mechanism;

/** A payment that is wrong for a rule is refused by the compiler. */
class WrongPaymentTest {

  @Test
  void theAffinePaymentOfANashWelfareDoesNotCompile(@TempDir Path folder)
      throws URISyntaxException {
    assertEquals(List.of(), errors("SocialWelfareMaximizer", folder));
    List<String> errors = errors("NashWelfareMaximizer", folder);
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().contains("NashWelfareMaximizer"), errors::toString);
  }

  private static List<String> errors(String rule, Path folder) throws URISyntaxException {
    String text =
        """
        import org.plumbline.mechanism.payment.*;
        import org.plumbline.mechanism.training.*;
        class Trial {
          Mechanism<?> of(%s rule) {
            return new Mechanism<>(rule, new AffineMaximizerPayment());
          }
        }
        """
            .formatted(rule);
    var source =
        new SimpleJavaFileObject(URI.create("string:///Trial.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    Path classes =
        Path.of(Mechanism.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var found = new DiagnosticCollector<JavaFileObject>();
    List<String> options =
        Stream.of("-proc:none", "-cp", classes.toString(), "-d", folder.toString()).toList();
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, found, options, null, List.of(source))
        .call();
    return found.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .map(each -> each.getMessage(null))
        .toList();
  }
}
