using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Consents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "consent_question",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    session_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    contract = table.Column<string>(type: "text", nullable: false),
                    target = table.Column<string>(type: "text", nullable: false),
                    answer = table.Column<bool>(type: "boolean", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_question", x => x.id);
                    table.ForeignKey(
                        name: "fk_consent_question_patron_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "patron_session",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "patron_consent",
                columns: table => new
                {
                    patron_account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    contract = table.Column<string>(type: "text", nullable: false),
                    given_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patron_consent", x => new { x.patron_account_id, x.client_id });
                    table.ForeignKey(
                        name: "fk_patron_consent_patron_account_patron_account_id",
                        column: x => x.patron_account_id,
                        principalTable: "patron_account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_consent_question_expires_at",
                table: "consent_question",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_consent_question_session_id",
                table: "consent_question",
                column: "session_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consent_question");

            migrationBuilder.DropTable(
                name: "patron_consent");
        }
    }
}
