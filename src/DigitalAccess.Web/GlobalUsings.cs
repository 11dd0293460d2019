// The field's own term, which the framework's container has taken for something else.
global using ServiceProvider = DigitalAccess.Web.Saml.ServiceProvider;
