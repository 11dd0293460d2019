using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class OidcTickets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "asks_consent",
                table: "relying_party",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "back_channel_logout_uri",
                table: "relying_party",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "front_channel_logout_uri",
                table: "relying_party",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "grants",
                table: "relying_party",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[\"authorizationCode\"]'");

            migrationBuilder.AddColumn<string>(
                name: "guards",
                table: "relying_party",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "jwks_uri",
                table: "relying_party",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lifetimes",
                table: "relying_party",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<bool>(
                name: "pushed_requests_only",
                table: "relying_party",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "response_modes",
                table: "relying_party",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[\"query\",\"form_post\"]'");

            migrationBuilder.AddColumn<string>(
                name: "scopes",
                table: "relying_party",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "secret_hash",
                table: "relying_party",
                type: "text",
                nullable: true);

            // Secrets move to the one place where clients are kept from now on.
            migrationBuilder.Sql("update relying_party p set secret_hash = a.client_secret from oidc_application a where a.client_id = p.client_id");

            migrationBuilder.DropTable(
                name: "oidc_scope");

            migrationBuilder.DropTable(
                name: "oidc_token");

            migrationBuilder.DropTable(
                name: "oidc_authorization");

            migrationBuilder.DropTable(
                name: "oidc_application");

            migrationBuilder.CreateTable(
                name: "oidc_grant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    patron_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    library_id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    signed_in_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    offline = table.Column<bool>(type: "boolean", nullable: false),
                    terms_met = table.Column<string>(type: "text", nullable: true),
                    residence = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_because = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oidc_grant", x => x.id);
                    table.ForeignKey(
                        name: "fk_oidc_grant_patron_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "patron_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "oidc_ticket",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    redeemed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claims = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oidc_ticket", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_oidc_grant_patron_account_id",
                table: "oidc_grant",
                column: "patron_account_id");

            migrationBuilder.CreateIndex(
                name: "ix_oidc_grant_session_id_client_id",
                table: "oidc_grant",
                columns: new[] { "session_id", "client_id" });

            migrationBuilder.CreateIndex(
                name: "ix_oidc_ticket_expires_at",
                table: "oidc_ticket",
                column: "expires_at");

            // Nodes keep the region's configuration in memory (RegionSnapshots) and are told here when it changes.
            migrationBuilder.Sql("""
                create function tell_region_changed() returns trigger language plpgsql as $$ begin perform pg_notify('region_changed', ''); return null; end $$;
                create trigger region_changed after insert or update or delete or truncate on library for each statement execute function tell_region_changed();
                create trigger region_changed after insert or update or delete or truncate on ils_connection for each statement execute function tell_region_changed();
                create trigger region_changed after insert or update or delete or truncate on vendor for each statement execute function tell_region_changed();
                create trigger region_changed after insert or update or delete or truncate on resource for each statement execute function tell_region_changed();
                create trigger region_changed after insert or update or delete or truncate on licence for each statement execute function tell_region_changed();
                create trigger region_changed after insert or update or delete or truncate on licence_library for each statement execute function tell_region_changed();
                create trigger region_changed after insert or update or delete or truncate on relying_party for each statement execute function tell_region_changed();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "library", "ils_connection", "vendor", "resource", "licence", "licence_library", "relying_party" })
                migrationBuilder.Sql($"drop trigger region_changed on {table}");
            migrationBuilder.Sql("drop function tell_region_changed()");

            migrationBuilder.DropTable(
                name: "oidc_grant");

            migrationBuilder.DropTable(
                name: "oidc_ticket");

            migrationBuilder.DropColumn(
                name: "asks_consent",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "back_channel_logout_uri",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "front_channel_logout_uri",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "grants",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "guards",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "jwks_uri",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "lifetimes",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "pushed_requests_only",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "response_modes",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "scopes",
                table: "relying_party");

            migrationBuilder.DropColumn(
                name: "secret_hash",
                table: "relying_party");

            migrationBuilder.CreateTable(
                name: "oidc_application",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    client_secret = table.Column<string>(type: "text", nullable: true),
                    client_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    consent_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true),
                    permissions = table.Column<string>(type: "text", nullable: true),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redirect_uris = table.Column<string>(type: "text", nullable: true),
                    requirements = table.Column<string>(type: "text", nullable: true),
                    settings = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oidc_application", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "oidc_scope",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    descriptions = table.Column<string>(type: "text", nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    resources = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oidc_scope", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "oidc_authorization",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oidc_authorization", x => x.id);
                    table.ForeignKey(
                        name: "fk_oidc_authorization_oidc_application_application_id",
                        column: x => x.application_id,
                        principalTable: "oidc_application",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "oidc_token",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: true),
                    authorization_id = table.Column<Guid>(type: "uuid", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    expiration_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redemption_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reference_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oidc_token", x => x.id);
                    table.ForeignKey(
                        name: "fk_oidc_token_oidc_application_application_id",
                        column: x => x.application_id,
                        principalTable: "oidc_application",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_oidc_token_oidc_authorization_authorization_id",
                        column: x => x.authorization_id,
                        principalTable: "oidc_authorization",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_oidc_application_client_id",
                table: "oidc_application",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_oidc_authorization_application_id_status_subject_type",
                table: "oidc_authorization",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_oidc_scope_name",
                table: "oidc_scope",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_oidc_token_application_id_status_subject_type",
                table: "oidc_token",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_oidc_token_authorization_id",
                table: "oidc_token",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "ix_oidc_token_reference_id",
                table: "oidc_token",
                column: "reference_id",
                unique: true);
        }
    }
}
