package dev.florin.channel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

class ArchitectureTests {

  private static final ArchRule WEB_IS_A_LEAF =
      noClasses()
          .that()
          .resideOutsideOfPackage("..web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.florin.channel..web..");

  private static final ArchRule NO_FIELD_INJECTION =
      noFields().should().beAnnotatedWith(Autowired.class).orShould().beAnnotatedWith(Value.class);

  private static final ArchRule EXACT_AMOUNTS =
      noFields()
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class)
          .orShould()
          .haveRawType(Double.class)
          .orShould()
          .haveRawType(Date.class);

  private static final JavaClasses SERVICE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.florin.channel");

  @Test
  void nobodyImportsTheWebPackages() {
    WEB_IS_A_LEAF.check(SERVICE);
  }

  @Test
  void dependenciesComeThroughConstructors() {
    NO_FIELD_INJECTION.check(SERVICE);
  }

  @Test
  void amountsAreNeverFloatingPoint() {
    EXACT_AMOUNTS.check(SERVICE);
  }

  @Test
  void theRulesBite() {
    JavaClasses wrong = new ClassFileImporter().importClasses(Wrong.class);
    assertThat(NO_FIELD_INJECTION.evaluate(wrong).hasViolation()).isTrue();
    assertThat(EXACT_AMOUNTS.evaluate(wrong).hasViolation()).isTrue();
  }

  @SuppressWarnings("NullAway") // wrong on purpose: the field is never set
  static class Wrong {
    @Autowired Object injected;
    double amount;
  }
}
