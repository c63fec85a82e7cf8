package dev.florin.gateway;

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
import org.springframework.web.bind.annotation.RestController;

class ArchitectureTests {

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.florin.gateway");

  private static final ArchRule NO_FIELD_INJECTION =
      noFields()
          .should(beAnnotatedWith(Autowired.class))
          .orShould(beAnnotatedWith(Value.class))
          .because("what an object needs stands in its constructor");

  private static final ArchRule NO_ENDPOINTS =
      noClasses()
          .should()
          .beAnnotatedWith(RestController.class)
          .because("the edge answers nothing itself: what it serves stands in the routes");

  private static final ArchRule NO_BODIES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "dev.florin.money..")
          .because("the edge passes bodies on and does not read them");

  private static final ArchRule NO_DATE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Date.class)
          .because("java.time has the types");

  @Test
  void nothingIsInjectedIntoFields() {
    NO_FIELD_INJECTION.check(PRODUCTION);
  }

  @Test
  void theEdgeHasNoEndpointsOfItsOwn() {
    NO_ENDPOINTS.check(PRODUCTION);
  }

  @Test
  void theEdgeDoesNotReadBodies() {
    NO_BODIES.check(PRODUCTION);
  }

  @Test
  void timesAreOfJavaTime() {
    NO_DATE.check(PRODUCTION);
  }

  @Test
  void aWrongClassBreaksTheRules() {
    JavaClasses wrong = new ClassFileImporter().importClasses(Wrong.class);

    assertThat(NO_FIELD_INJECTION.evaluate(wrong).hasViolation()).isTrue();
    assertThat(NO_ENDPOINTS.evaluate(wrong).hasViolation()).isTrue();
    assertThat(NO_DATE.evaluate(wrong).hasViolation()).isTrue();
  }

  @SuppressWarnings({"JavaUtilDate", "UnusedVariable"}) // It is wrong on purpose.
  @RestController
  private static final class Wrong {
    @Autowired Date injected = new Date(0);
  }
}
