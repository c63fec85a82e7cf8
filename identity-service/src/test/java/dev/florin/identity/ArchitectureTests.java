package dev.florin.identity;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class ArchitectureTests {

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.florin.identity");

  private static final ArchRule WEB_IS_A_LEAF =
      noClasses()
          .that()
          .resideOutsideOfPackage("..web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.florin.identity..web..")
          .because("a feature does not know how it is reached");

  private static final ArchRule NO_FIELD_INJECTION =
      noFields()
          .should(beAnnotatedWith(Autowired.class))
          .orShould(beAnnotatedWith(Value.class))
          .because("what an object needs stands in its constructor");

  private static final ArchRule NO_DATE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Date.class)
          .because("java.time has the types");

  @Test
  void webPackagesAreLeaves() {
    WEB_IS_A_LEAF.check(PRODUCTION);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    NO_FIELD_INJECTION.check(PRODUCTION);
  }

  @Test
  void timesAreOfJavaTime() {
    NO_DATE.check(PRODUCTION);
  }

  @Test
  void aWrongClassBreaksTheRules() {
    JavaClasses wrong = new ClassFileImporter().importClasses(Wrong.class);

    assertThat(NO_FIELD_INJECTION.evaluate(wrong).hasViolation()).isTrue();
    assertThat(NO_DATE.evaluate(wrong).hasViolation()).isTrue();
  }

  @SuppressWarnings({"JavaUtilDate", "UnusedVariable"}) // It is wrong on purpose.
  private static final class Wrong {
    @Autowired Date injected = new Date(0);
  }
}
