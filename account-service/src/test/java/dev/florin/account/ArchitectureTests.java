package dev.florin.account;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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
              resideInAnyPackage("dev.florin.account..web..", "dev.florin.sample..web..")
                  .as("reside in a feature's web package"));

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
          CONTROLLERS_ARE_HIDDEN,
          NO_FIELD_INJECTION,
          NO_FLOATING_POINT,
          NO_OLD_DATES);

  @Test
  void serviceKeepsEveryRule() {
    JavaClasses service =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("dev.florin.account");

    assertThat(service).isNotEmpty();
    RULES.forEach(rule -> rule.check(service));
  }

  @Test
  void everyRuleBitesTheWrongSample() {
    JavaClasses wrong = new ClassFileImporter().importPackages("dev.florin.sample");

    assertThat(RULES).allSatisfy(rule -> assertThat(rule.evaluate(wrong).hasViolation()).isTrue());
  }
}
