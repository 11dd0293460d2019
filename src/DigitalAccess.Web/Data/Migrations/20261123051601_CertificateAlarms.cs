using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class CertificateAlarms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "saml_certificate_alarm",
                columns: table => new
                {
                    certificate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_provider_id = table.Column<Guid>(type: "uuid", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    said_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saml_certificate_alarm", x => new { x.certificate_id, x.service_provider_id, x.days });
                    table.ForeignKey(
                        name: "fk_saml_certificate_alarm_saml_certificates_certificate_id",
                        column: x => x.certificate_id,
                        principalTable: "saml_certificate",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_saml_certificate_alarm_service_providers_service_provider_id",
                        column: x => x.service_provider_id,
                        principalTable: "service_provider",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_saml_certificate_alarm_service_provider_id",
                table: "saml_certificate_alarm",
                column: "service_provider_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saml_certificate_alarm");
        }
    }
}
