using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace DigitalAccess.Web.Data;

/// <summary>Lets <c>dotnet ef migrations add</c> read the model without a database or a running application.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<DigitalAccessDb>
{
    public DigitalAccessDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<DigitalAccessDb>();
        DataExtensions.Configure(options, npgsql: null);
        return new DigitalAccessDb(options.Options);
    }
}
