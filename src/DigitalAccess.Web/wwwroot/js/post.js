// Sends the page's one form on by itself; its button is for browsers without script.
document.querySelector('form[data-post-now]').submit();
