package dev.florin.notification;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.florin.notification.wrong.Wrong;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class ArchitectureTests {

  private static final JavaClasses SERVICE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.florin.notification");

  private static final ArchRule WEB_IS_A_LEAF =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.florin.notification..web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.florin.notification..web..")
          .because("the wire's shapes concern nobody behind them");

  private static final ArchRule NO_FIELD_INJECTION =
      noFields()
          .should(beAnnotatedWith(Autowired.class))
          .orShould(beAnnotatedWith(Value.class))
          .because("what an object needs stands in its constructor");

  private static final ArchRule NO_DATE =
      noFields().should().haveRawType(Date.class).because("java.time has the types");

  private static final ArchRule EXACT_AMOUNTS =
      noFields()
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class)
          .because("amounts are passed on as they came");

  @Test
  void nobodyImportsTheWebPackages() {
    WEB_IS_A_LEAF.check(SERVICE);
  }

  @Test
  void nothingIsInjectedIntoFields() {
    NO_FIELD_INJECTION.check(SERVICE);
  }

  @Test
  void timesAreOfJavaTime() {
    NO_DATE.check(SERVICE);
  }

  @Test
  void amountsAreNeverFloatingPoint() {
    EXACT_AMOUNTS.check(SERVICE);
  }

  @Test
  void aWrongClassBreaksTheRules() {
    JavaClasses wrong = new ClassFileImporter().importPackages("dev.florin.notification.wrong");

    assertThat(WEB_IS_A_LEAF.evaluate(wrong).hasViolation()).isTrue();
    assertThat(NO_FIELD_INJECTION.evaluate(wrong).hasViolation()).isTrue();
    assertThat(NO_DATE.evaluate(wrong).hasViolation()).isTrue();
    assertThat(EXACT_AMOUNTS.evaluate(wrong).hasViolation()).isTrue();
    assertThat(wrong.contain(Wrong.class)).isTrue();
  }
}
