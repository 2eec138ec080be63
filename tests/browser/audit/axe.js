/* Asks axe for the rules with these tags that the page breaks: each with what breaks it, and its contrast if that is it. */
(tags) => {
  const contrast = (node) => (node.any[0] && node.any[0].data && node.any[0].data.contrastRatio) || '';
  return axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
    (result) => result.violations.map((broken) => ({
      rule: broken.id + ': ' + broken.help,
      on: broken.nodes.map((node) => [...node.target.flat(), contrast(node) && contrast(node) + ':1'].join(' ').trim()),
    })),
  );
}
