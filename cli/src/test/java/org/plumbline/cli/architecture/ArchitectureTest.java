package org.plumbline.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The house as ARCHITECTURE.md draws it; every rule first proves that it has something to look at.
 */
class ArchitectureTest {

  /** Classes that each module has at least, so that a wrong path cannot make a rule pass. */
  private static final Map<String, Integer> MODULES =
      Map.ofEntries(
          Map.entry("core", 80),
          Map.entry("testkit", 5),
          Map.entry("mechanism", 60),
          Map.entry("lm", 40),
          Map.entry("align", 25),
          Map.entry("demo", 20),
          Map.entry("distill", 8),
          Map.entry("documents", 4),
          Map.entry("tables", 7),
          Map.entry("bench", 7),
          Map.entry("cli", 2));

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.plumbline");

  @Test
  void noModuleIsMissingFromWhatTheRulesSee() {
    MODULES.forEach(
        (module, least) -> {
          long seen = PRODUCT.stream().filter(resideInAPackage(below(module))).count();
          assertTrue(
              seen >= least, "%s: %d classes seen, %d expected".formatted(module, seen, least));
        });
    assertEquals(MODULES.keySet(), slicesOf(PRODUCT), "a module that the rules do not know");
  }

  @ParameterizedTest
  @CsvSource({
    "core, testkit mechanism lm align demo distill documents tables bench cli",
    "lm, testkit mechanism align demo distill documents tables bench cli",
    "align, testkit mechanism demo distill documents tables bench cli",
    "demo, testkit mechanism lm align distill documents tables bench cli",
    "tables, testkit mechanism lm align demo distill bench cli",
    "distill, testkit mechanism lm align demo documents tables bench cli",
    "documents, testkit mechanism lm align demo tables bench cli",
    "testkit, mechanism align demo distill documents tables bench cli",
    "bench, testkit demo tables cli",
    "mechanism, core testkit lm align demo distill documents tables bench cli",
    "cli, testkit tables documents"
  })
  void noArrowLeadsWhereItMust(String from, String forbidden) {
    String[] targets = packages(forbidden);
    holds(
        noClasses()
            .that()
            .resideInAPackage(below(from))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(targets));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core",
        "mechanism",
        "lm",
        "align",
        "demo",
        "distill",
        "testkit",
        "tables",
        "bench",
        "cli"
      })
  void packagesOfAModuleFormNoCycle(String module) {
    holds(
        slices()
            .matching("org.plumbline." + module + ".(**)")
            .should()
            .beFreeOfCycles()
            // A module of one package has nothing that could form a cycle.
            .allowEmptyShould(subpackages(module) < 2));
  }

  @Test
  void nativeLibrariesAreTouchedInLmAlone() {
    assertTrue(
        PRODUCT.that(resideInAPackage(below("lm"))).stream()
            .anyMatch(ArchitectureTest::touchesNativeLibraries),
        "lm touches no native library: the rule looks for the wrong package");
    holds(
        noClasses()
            .that(are(not(resideInAPackage(below("lm")))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco.."));
  }

  @Test
  void onlyCliWritesToStandardOutput() {
    holds(
        noClasses()
            .that(are(not(resideInAPackage(below("cli")))))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethodWhere(target(name("printStackTrace"))));
  }

  @Test
  void onlyCliEndsTheProcess() {
    holds(
        noClasses()
            .that(are(not(resideInAPackage(below("cli")))))
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class));
  }

  @Test
  void chanceComesFromSeedsAlone() {
    holds(
        noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(SplittableRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class));
  }

  @Test
  void namesSayWhatAThingIs() {
    holds(
        classes()
            .that()
            .areNotAnonymousClasses()
            .should()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl"));
  }

  @Test
  void failureHasATypeOfItsOwn() {
    holds(
        noClasses()
            .that()
            .areNotAssignableTo(RuntimeException.class)
            .should()
            .callConstructor(RuntimeException.class)
            .orShould()
            .callConstructor(RuntimeException.class, String.class)
            .orShould()
            .callConstructor(Exception.class, String.class));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        packagesWithClasses().stream()
            .filter(each -> !each.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(packagesWithClasses().size() >= 20, "too few packages seen");
    assertTrue(unmarked.isEmpty(), "without @NullMarked package-info.java: " + unmarked);
  }

  private static void holds(ArchRule rule) {
    rule.check(PRODUCT);
  }

  private static boolean touchesNativeLibraries(JavaClass each) {
    return each.getDirectDependenciesFromSelf().stream()
        .anyMatch(
            dependency -> dependency.getTargetClass().getPackageName().startsWith("org.bytedeco"));
  }

  private static Set<JavaPackage> packagesWithClasses() {
    return PRODUCT.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
  }

  private static long subpackages(String module) {
    String root = "org.plumbline." + module + ".";
    return packagesWithClasses().stream().filter(each -> each.getName().startsWith(root)).count();
  }

  private static Set<String> slicesOf(JavaClasses classes) {
    return classes.stream()
        .map(each -> each.getPackageName().split("\\.")[2])
        .collect(Collectors.toSet());
  }

  private static String below(String module) {
    return "org.plumbline." + module + "..";
  }

  private static String[] packages(String modules) {
    return Arrays.stream(modules.split(" ")).map(ArchitectureTest::below).toArray(String[]::new);
  }
}
