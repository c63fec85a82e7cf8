create index notification_of_payment_uuid on notification (payment_uuid, id);
