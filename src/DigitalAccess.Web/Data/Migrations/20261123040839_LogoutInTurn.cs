using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class LogoutInTurn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "client_id",
                table: "logout_notice",
                newName: "recipient");

            migrationBuilder.AddColumn<string>(
                name: "address",
                table: "logout_notice",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "address",
                table: "logout_notice");

            migrationBuilder.RenameColumn(
                name: "recipient",
                table: "logout_notice",
                newName: "client_id");
        }
    }
}
