using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class ServiceProviders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "service_provider",
                table: "resource",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "identity_provider",
                table: "library",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.CreateTable(
                name: "saml_certificate",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    library_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    thumbprint = table.Column<string>(type: "text", nullable: false),
                    certificate = table.Column<byte[]>(type: "bytea", nullable: false),
                    protected_private_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    active_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    not_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saml_certificate", x => x.id);
                    table.ForeignKey(
                        name: "fk_saml_certificate_library_library_id",
                        column: x => x.library_id,
                        principalTable: "library",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "saml_certificate_sighting",
                columns: table => new
                {
                    library_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_provider = table.Column<string>(type: "text", nullable: false),
                    agent = table.Column<string>(type: "text", nullable: false),
                    certificates = table.Column<string>(type: "text", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saml_certificate_sighting", x => new { x.library_id, x.service_provider, x.agent });
                    table.ForeignKey(
                        name: "fk_saml_certificate_sighting_libraries_library_id",
                        column: x => x.library_id,
                        principalTable: "library",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saml_message",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saml_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "saml_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    service_provider = table.Column<string>(type: "text", nullable: false),
                    library_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name_id = table.Column<string>(type: "text", nullable: true),
                    name_id_format = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saml_session", x => x.id);
                    table.ForeignKey(
                        name: "fk_saml_session_library_library_id",
                        column: x => x.library_id,
                        principalTable: "library",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_saml_session_patron_session_session_id",
                        column: x => x.session_id,
                        principalTable: "patron_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "saml_waiting_request",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    browser = table.Column<byte[]>(type: "bytea", nullable: false),
                    request = table.Column<string>(type: "jsonb", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saml_waiting_request", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "service_provider",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "text", nullable: false),
                    entity_id = table.Column<string>(type: "text", nullable: false),
                    vendor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sector = table.Column<string>(type: "text", nullable: false),
                    releases = table.Column<string>(type: "jsonb", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    name_id = table.Column<string>(type: "text", nullable: false),
                    signs_response = table.Column<bool>(type: "boolean", nullable: false),
                    signs_assertion = table.Column<bool>(type: "boolean", nullable: false),
                    encryption = table.Column<string>(type: "text", nullable: false),
                    signature_algorithm = table.Column<string>(type: "text", nullable: false),
                    requires_signed_requests = table.Column<bool>(type: "boolean", nullable: true),
                    allows_idp_initiated = table.Column<bool>(type: "boolean", nullable: false),
                    relay_states = table.Column<string>(type: "jsonb", nullable: false),
                    new_certificate_from = table.Column<DateOnly>(type: "date", nullable: true),
                    active = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_provider", x => x.id);
                    table.ForeignKey(
                        name: "fk_service_provider_vendors_vendor_id",
                        column: x => x.vendor_id,
                        principalTable: "vendor",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "service_provider_metadata",
                columns: table => new
                {
                    service_provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    xml = table.Column<string>(type: "text", nullable: true),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    etag = table.Column<string>(type: "text", nullable: true),
                    terms = table.Column<string>(type: "text", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changes = table.Column<string[]>(type: "text[]", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fault = table.Column<string>(type: "text", nullable: true),
                    fault_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_provider_metadata", x => x.service_provider_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_resource_service_provider",
                table: "resource",
                column: "service_provider",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_saml_certificate_library_id",
                table: "saml_certificate",
                column: "library_id");

            migrationBuilder.CreateIndex(
                name: "ix_saml_message_expires_at",
                table: "saml_message",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_saml_session_library_id",
                table: "saml_session",
                column: "library_id");

            migrationBuilder.CreateIndex(
                name: "ix_saml_session_service_provider_name_id",
                table: "saml_session",
                columns: new[] { "service_provider", "name_id" });

            migrationBuilder.CreateIndex(
                name: "ix_saml_session_session_id",
                table: "saml_session",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_saml_waiting_request_expires_at",
                table: "saml_waiting_request",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_service_provider_entity_id",
                table: "service_provider",
                column: "entity_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_service_provider_slug",
                table: "service_provider",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_service_provider_vendor_id",
                table: "service_provider",
                column: "vendor_id");

            foreach (var table in (string[])["service_provider", "service_provider_metadata"])
                migrationBuilder.Sql($"create trigger region_changed after insert or update or delete or truncate on {table} for each statement execute function tell_region_changed()");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saml_certificate");

            migrationBuilder.DropTable(
                name: "saml_certificate_sighting");

            migrationBuilder.DropTable(
                name: "saml_message");

            migrationBuilder.DropTable(
                name: "saml_session");

            migrationBuilder.DropTable(
                name: "saml_waiting_request");

            migrationBuilder.DropTable(
                name: "service_provider");

            migrationBuilder.DropTable(
                name: "service_provider_metadata");

            migrationBuilder.DropIndex(
                name: "ix_resource_service_provider",
                table: "resource");

            migrationBuilder.DropColumn(
                name: "service_provider",
                table: "resource");

            migrationBuilder.DropColumn(
                name: "identity_provider",
                table: "library");
        }
    }
}
