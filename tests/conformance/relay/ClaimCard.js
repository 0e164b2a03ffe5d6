// One claim as a card, its notes page after page, refetched by its id.
import { graphql } from "relay-runtime";

export const claim = graphql`
  fragment ClaimCard_claim on Claim @refetchable(queryName: "ClaimCardRefetchQuery") {
    content
    saidOn
    saidOnPrecision
    kind
    confidence
    speaker {
      id
      name
    }
    article {
      id
      title
      outlet {
        name
      }
    }
    ...ClaimCard_notes
  }
`;

export const notes = graphql`
  fragment ClaimCard_notes on Claim
  @refetchable(queryName: "ClaimCardNotesPaginationQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" }) {
    notes(first: $count, after: $cursor) @connection(key: "ClaimCard_notes") {
      edges {
        node {
          id
          bodyHtml
          publishedAt
        }
      }
    }
  }
`;

export const nodeQuery = graphql`
  query ClaimCardNodeQuery($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Claim {
        ...ClaimCard_claim @alias
      }
      ... on Speaker {
        name
      }
    }
  }
`;

export const addNote = graphql`
  mutation ClaimCardAddNoteMutation($input: AddNoteInput!) {
    addNote(input: $input) {
      errors {
        code
        field
        message
      }
      note {
        id
        body
        claim {
          id
          version
        }
      }
    }
  }
`;
