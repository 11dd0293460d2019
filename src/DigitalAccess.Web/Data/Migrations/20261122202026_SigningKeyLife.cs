using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class SigningKeyLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The keys that are there sign already; a default for later rows would let one sign before it was announced.
            migrationBuilder.Sql("alter table oidc_signing_key add column active_from timestamptz");
            migrationBuilder.Sql("update oidc_signing_key set active_from = created_at");
            migrationBuilder.Sql("alter table oidc_signing_key alter column active_from set not null");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "revoked_from",
                table: "oidc_signing_key",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "active_from",
                table: "oidc_signing_key");

            migrationBuilder.DropColumn(
                name: "revoked_from",
                table: "oidc_signing_key");
        }
    }
}
