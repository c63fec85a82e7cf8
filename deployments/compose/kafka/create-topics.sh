#!/bin/bash
# The platform's topics, each with one for the records that nobody could digest.
set -euo pipefail

for name in payment.events account.events channel.events; do
  for topic in "$name" "$name.dlt"; do
    /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$KAFKA_SERVER" \
      --create --if-not-exists --topic "$topic" --partitions 6 --replication-factor 1
  done
done
