ALTER TABLE merchant
    ADD COLUMN name        text CHECK (length(name) BETWEEN 1 AND 255),
    ADD COLUMN blocked_at  timestamptz,
    ADD COLUMN tokens_from timestamptz;

COMMENT ON COLUMN merchant.blocked_at IS 'since when it gets no token; null if it does';
COMMENT ON COLUMN merchant.tokens_from IS
    'no token of it was issued before, as its iat claim says: those that were are revoked';

-- oauth2_registered_client.client_secret stays for services of the version before.
CREATE TABLE client_secret (
    secret_id   uuid        NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    client_id   text        NOT NULL REFERENCES oauth2_registered_client (client_id),
    -- A hash names its algorithm and has no blank; a secret stored by mistake does not.
    secret_hash text        NOT NULL CHECK (secret_hash ~ '^\{[a-z0-9]+\}[^ ]{40,}$'),
    configured  boolean     NOT NULL,
    ends_at     timestamptz,
    trace_id    text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX client_secret_by_client ON client_secret (client_id);

COMMENT ON COLUMN client_secret.configured IS 'it comes from the settings, not from a request';
COMMENT ON COLUMN client_secret.ends_at IS 'from when on it opens nothing; null while that is open';

INSERT INTO client_secret (client_id, secret_hash, configured)
SELECT client_id, client_secret, true FROM oauth2_registered_client;

CREATE TABLE credential_audit (
    number      bigint      NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    actor       text        NOT NULL CHECK (length(actor) BETWEEN 1 AND 255),
    action      text        NOT NULL CHECK (action IN (
        'merchant.registered', 'merchant.blocked', 'merchant.unblocked', 'secret.issued', 'secret.revoked')),
    merchant_id text        NOT NULL REFERENCES merchant,
    secret_id   uuid        REFERENCES client_secret,
    trace_id    text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
    created_at  timestamptz NOT NULL DEFAULT now(),
    CHECK ((secret_id IS NOT NULL) = (action LIKE 'secret.%'))
);

CREATE INDEX credential_audit_by_merchant ON credential_audit (merchant_id, number);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER credential_audit_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON credential_audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE revocation (
    kind          text        NOT NULL CHECK (kind IN ('token', 'session', 'client', 'merchant')),
    subject       text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    issued_before timestamptz,
    expires_at    timestamptz NOT NULL,
    trace_id      text        CHECK (trace_id ~ '^[0-9a-f]{32}$'),
    revoked_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, subject),
    CHECK ((issued_before IS NULL) = (kind IN ('token', 'session')))
);

CREATE INDEX revocation_by_time ON revocation (revoked_at);
CREATE INDEX revocation_by_end ON revocation (expires_at);

COMMENT ON COLUMN revocation.subject IS
    'the jti of a token, the sid of a session, the merchant''s id of its client or of all that is its';
COMMENT ON COLUMN revocation.expires_at IS 'when the last token that it concerns is refused anyway';
