using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalAccess.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class CertificateOwners : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "certificates",
                table: "library",
                type: "jsonb",
                nullable: true);

            // Libraries that have signed with certificates of their own go on as they are.
            migrationBuilder.Sql(
                """
                update library set certificates = jsonb_build_object('isOwn', true, 'change', jsonb_build_object('at', own.created_at, 'activeFrom', own.active_from))
                from (select library_id, min(created_at) as created_at, min(active_from) as active_from from saml_certificate where library_id is not null group by library_id) own
                where library.id = own.library_id and (library.identity_provider ->> 'ownCertificate')::boolean
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "certificates",
                table: "library");
        }
    }
}
