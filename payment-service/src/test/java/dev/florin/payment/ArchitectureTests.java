package dev.florin.payment;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.RestController;

class ArchitectureTests {

  private static final ArchRule WEB_IS_A_LEAF =
      noClasses()
          .that()
          .resideOutsideOfPackage("..web..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.florin.payment..web..")
                  .or(resideInAPackage("dev.florin.sample..web..")));

  private static final ArchRule CLIENT_IS_A_LEAF =
      noClasses()
          .that()
          .resideOutsideOfPackage("..client..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.florin.payment..client..")
                  .or(resideInAPackage("dev.florin.sample..client..")));

  private static final ArchRule CONTROLLERS_ARE_HIDDEN =
      classes()
          .that()
          .areAnnotatedWith(RestController.class)
          .should()
          .notBePublic()
          .andShould()
          .resideInAPackage("..web..");

  private static final ArchRule NO_FIELD_INJECTION =
      fields()
          .should()
          .notBeAnnotatedWith(Autowired.class)
          .andShould()
          .notBeAnnotatedWith(Value.class);

  private static final ArchRule NO_FLOATING_POINT =
      noFields()
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class)
          .orShould()
          .haveRawType(Double.class)
          .orShould()
          .haveRawType(Float.class);

  private static final ArchRule NO_OLD_DATES =
      noClasses().should().dependOnClassesThat().areAssignableTo(Date.class);

  private static final List<ArchRule> RULES =
      List.of(
          WEB_IS_A_LEAF,
          CLIENT_IS_A_LEAF,
          CONTROLLERS_ARE_HIDDEN,
          NO_FIELD_INJECTION,
          NO_FLOATING_POINT,
          NO_OLD_DATES);

  @Test
  void theServiceKeepsEveryRule() {
    JavaClasses service =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.florin.payment");

    assertThat(service).isNotEmpty();
    RULES.forEach(rule -> rule.check(service));
  }

  @Test
  void everyRuleBitesTheWrongSample() {
    JavaClasses wrong = new ClassFileImporter().importPackages("dev.florin.sample");

    assertThat(RULES).allSatisfy(rule -> assertThat(rule.evaluate(wrong).hasViolation()).isTrue());
  }
}
