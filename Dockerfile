# The image of one service:
#   docker build --build-arg SERVICE=payment-service -t florin/payment-service .
# Needs BuildKit, which docker compose and Docker 23 use by themselves.
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

# All services at once: the stage is the same whichever is asked for.
FROM ${MAVEN_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true package -am \
      -pl gateway,identity-service,payment-service,account-service,risk-service,channel-service,notification-service,sandbox-psp

# Jars beside each other start faster than jars in a jar, and what rarely changes is a layer of its own.
FROM build AS layers
ARG SERVICE
# The ledger's classes are in a second jar as well, for the benchmarks.
RUN jar=$(ls ${SERVICE}/target/${SERVICE}-*.jar | grep -v -e -classes.jar) \
 && java -Djarmode=tools -jar "$jar" extract --layers --application-filename service.jar --destination /layers

FROM ${RUNTIME_IMAGE} AS application
RUN groupadd --gid 10001 florin \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /app --shell /usr/sbin/nologin florin
WORKDIR /app
COPY deployments/docker/jvm.options deployments/docker/is-ready ./
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./

# Classes loaded and linked beforehand. The run ends before it would serve, or need, anybody.
FROM application AS training
COPY deployments/docker/training.options deployments/docker/train ./
RUN ./train

FROM application
COPY --from=training /app/service.aot ./
USER 10001:10001
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=service.aot", "-jar", "service.jar"]
