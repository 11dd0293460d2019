namespace DigitalAccess.Web.Tests.Conformance;

[Plan("Basic OP", 1)]
public sealed class BasicOp(ConformanceWorld world, ConformanceReport report) : BasicModules(world, report, "query");

[Plan("Form Post OP", 3)]
public sealed class FormPostOp(ConformanceWorld world, ConformanceReport report) : BasicModules(world, report, "form_post");
